/** What each server's own process has in common. It lives as long as its parent, and Control-C is the parent's business. */
export function reportAddress(url: string): void {
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  if (!process.connected) process.exit() // the parent left while we were starting
  process.send?.({ url })
}
