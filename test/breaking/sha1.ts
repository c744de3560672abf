/** The five words that SHA-1 carries from block to block. A digest shows all of them, and so lets anybody go on from it. */
type State = readonly [a: number, b: number, c: number, d: number, e: number]

const blockBytes = 64

/** What SHA-1 itself puts behind a message of so many bytes: a one, zeros, and the length in bits as the last eight bytes. */
export function padding(messageBytes: number): Buffer {
  const paddedBytes = Math.ceil((messageBytes + 9) / blockBytes) * blockBytes
  const pad = Buffer.alloc(paddedBytes - messageBytes)
  pad[0] = 0x80
  pad.writeBigUInt64BE(BigInt(messageBytes) * 8n, pad.length - 8)
  return pad
}

/** The SHA-1 of message + its padding + suffix, of which only the digest and the length of the message are known. */
export function extendDigest(digest: string, messageBytes: number, suffix: Uint8Array): string {
  const hashedBytes = messageBytes + padding(messageBytes).length
  const rest = Buffer.concat([suffix, padding(hashedBytes + suffix.length)])
  let state = readState(digest)
  for (let at = 0; at < rest.length; at += blockBytes)
    state = compress(state, rest.subarray(at, at + blockBytes))
  return state.map(word => word.toString(16).padStart(8, '0')).join('')
}

function readState(digest: string): State {
  const word = (index: number) => Number.parseInt(digest.slice(index * 8, index * 8 + 8), 16)
  return [word(0), word(1), word(2), word(3), word(4)]
}

/** One block of 64 bytes. Source: FIPS 180-4, 6.1.2. */
function compress(state: State, block: Buffer): State {
  let [a, b, c, d, e] = state
  for (const [round, scheduled] of schedule(block).entries()) {
    const [mixed, constant] = mix(round, b, c, d)
    const next = (rotate(a, 5) + mixed + e + constant + scheduled) >>> 0
    ;[a, b, c, d, e] = [next, a, rotate(b, 30), c, d]
  }
  const [a0, b0, c0, d0, e0] = state
  return [(a0 + a) >>> 0, (b0 + b) >>> 0, (c0 + c) >>> 0, (d0 + d) >>> 0, (e0 + e) >>> 0]
}

function schedule(block: Buffer): number[] {
  const words = Array.from({ length: 16 }, (_, index) => block.readUInt32BE(index * 4))
  const earlier = (back: number) => words[words.length - back] ?? 0
  while (words.length < 80) words.push(rotate(earlier(3) ^ earlier(8) ^ earlier(14) ^ earlier(16), 1))
  return words
}

function mix(round: number, b: number, c: number, d: number): [mixed: number, constant: number] {
  if (round < 20) return [(b & c) | (~b & d), 0x5a827999]
  if (round < 40) return [b ^ c ^ d, 0x6ed9eba1]
  if (round < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
  return [b ^ c ^ d, 0xca62c1d6]
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0
}
