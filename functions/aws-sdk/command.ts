/** What the SDK calls a command: an operation and its input, by the names of the protocol. */
export type Command = { readonly operation: string; readonly input: object }

/** A class, for the callers say `new GetItemCommand(input)`. */
export function defineCommand(operation: string): new (input: object) => Command {
  return class {
    readonly operation = operation
    readonly input: object

    constructor(input: object) {
      this.input = input
    }
  }
}
