import { PassThrough, Writable } from 'node:stream'
import { channelCommands } from '../../operator/commands.ts'
import { runOperator } from '../../operator/run-operator.ts'

type Seat = {
  /** Of the local channel. */
  readonly port?: string
  /** All of standard input; of a person what is typed before any question. */
  readonly input?: string
  /** What the person types when asked; without it nobody sits there. */
  readonly answer?: string
  /** What happens while the person thinks. */
  readonly whenAsked?: () => Promise<void> | void
  readonly environment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** One call of `npm run operator`, in this process. */
export async function operate(args: readonly string[], seat: Seat = {}) {
  const {
    port,
    input,
    answer,
    environment = {},
    signal = new AbortController().signal,
    whenAsked = () => {},
  } = seat
  const output = collect()
  const errors = collect()
  const isTTY = answer !== undefined
  const keyboard = Object.assign(new PassThrough(), { isTTY })
  // A person waits to be asked.
  errors.whenWritten = async text => {
    if (!/\[y\/N\]/.test(text)) return
    await whenAsked()
    keyboard.write(`${answer}\n`)
  }
  if (isTTY) keyboard.write(input ?? '')
  else keyboard.end(input)
  const code = await runOperator(channelCommands, args, {
    input: keyboard,
    output: output.stream,
    errors: Object.assign(errors.stream, { isTTY }),
    environment: { ...(port === undefined ? {} : { PORT: port }), ...environment },
    signal,
  })
  return { code, output: output.text(), errors: errors.text() }
}

function collect() {
  let text = ''
  const collected = {
    text: () => text,
    whenWritten: async (_text: string) => {},
    stream: new Writable({
      write(chunk, _encoding, done) {
        text += chunk
        void collected.whenWritten(String(chunk))
        done()
      },
    }),
  }
  return collected
}
