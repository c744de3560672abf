/**
 * Runs the first, slow use of everything in init, where Lambda gives a whole core, instead of in Coze's first callback.
 * What fails here fails again, and is answered for, when a callback needs it.
 */
export async function warmUp(firstUses: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(firstUses)
}
