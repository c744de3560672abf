import type { ExecutionEnvironment } from './execution-environment.ts'

type EnvironmentPool = {
  /** One that nobody uses, or else a new one. */
  take(): ExecutionEnvironment
  /** Keeps it for the next event, if it is still alive. */
  giveBack(environment: ExecutionEnvironment): void
  has(environment: ExecutionEnvironment): boolean
  killAll(): Promise<void>
  endAll(): Promise<void>
}

export function createEnvironmentPool(start: () => ExecutionEnvironment): EnvironmentPool {
  const living = new Set<ExecutionEnvironment>()
  const idle = new Set<ExecutionEnvironment>()

  function add(): ExecutionEnvironment {
    const environment = start()
    living.add(environment)
    environment.ended.then(() => {
      living.delete(environment)
      idle.delete(environment)
    })
    return environment
  }

  return {
    take() {
      const [environment = add()] = idle
      idle.delete(environment)
      return environment
    },
    giveBack: environment => {
      if (living.has(environment)) idle.add(environment)
    },
    has: environment => living.has(environment),
    async killAll() {
      const killed = [...living]
      for (const environment of killed) environment.kill()
      await Promise.all(killed.map(environment => environment.ended))
    },
    async endAll() {
      await Promise.all([...living].map(environment => environment.end()))
    },
  }
}
