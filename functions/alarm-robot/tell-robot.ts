import * as z from 'zod/mini'
import { readText } from '../answer.ts'
import { Fault } from '../log.ts'
import { readJson } from '../read-json.ts'
import type { Robot } from './robots.ts'
import { writeNotice } from './write-notice.ts'

/** Passes on one message of the alarm topic. Throws where the robot did not speak, and Lambda tries again. */
export type TellRobot = (message: string) => Promise<void>

type TellDependencies = { robot: Robot; readWebhook: () => Promise<string>; timeoutMs: number }

export function createTeller({ robot, readWebhook, timeoutMs }: TellDependencies): TellRobot {
  return async message => {
    const url = await readWebhook()
    const { status, text } = await post(url, robot.write(writeNotice(message)), timeoutMs)
    if (!z.safeParse(robot.accepted, readJson(text)).success)
      throw new Fault(`the robot did not take the notice (HTTP ${status}): check its webhook and its keyword`)
  }
}

async function post(url: string, body: object, timeoutMs: number) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, text: await readText(response) }
  } catch {
    // Without the cause: it may quote the address, which lets anybody speak to the group.
    throw new Fault('the robot gave no answer: check the address of its webhook')
  }
}
