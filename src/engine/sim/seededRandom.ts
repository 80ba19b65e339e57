import type { Draws, Random } from './random.ts'

/** 128 bits of seed: a stream's identity, from which its forks are derived. */
type Seed = readonly [number, number, number, number]

/**
 * A stream of random numbers (sfc32, 128 bits of state) that is the same on every machine.
 * `seed` may be any finite number; only its integer part counts.
 */
export function createRandom(seed: number): Random {
  return new Stream(hash(String(Math.trunc(seed)), [0, 0, 0, 0]))
}

class Stream implements Random {
  #seed: Seed
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  constructor(seed: Seed) {
    this.#seed = seed
    this.begin(seed)
  }

  /** Starts from another seed, as a new stream would. */
  begin(seed: Seed): void {
    this.#seed = seed
    this.#a = seed[0]
    this.#b = seed[1]
    this.#c = seed[2]
    this.#d = seed[3]
    // sfc32 needs some rounds until every bit of the seed has reached every word.
    for (let round = 0; round < 15; round++) this.#next32()
  }

  #next32(): number {
    const a = this.#a
    const b = this.#b
    const c = this.#c
    const d = this.#d
    const sum = (a + b + d) | 0
    this.#d = (d + 1) | 0
    this.#a = b ^ (b >>> 9)
    this.#b = (c + (c << 3)) | 0
    this.#c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** 53 random bits, as many as a double can hold. */
  next(): number {
    const high = this.#next32() >>> 5
    const low = this.#next32() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }

  fork(name: string): Random {
    return new Stream(hash(name, this.#seed))
  }

  drawsUnder(prefix: string): Draws {
    const begun = mixed(prefix, begin(this.#seed))
    return (name, bound, count) => {
      scratch.begin(finish(mixed(name, begun)))
      const draws: number[] = []
      for (let index = 0; index < count; index++) draws.push(scratch.below(bound))
      return draws
    }
  }
}

/** For streams of which only the first draws are wanted. */
const scratch = new Stream([0, 0, 0, 0])

/** Mixes a text into 128 bits; each word is an FNV-1a hash from another start, finished by avalanche. */
const hash = (text: string, start: Seed): Seed => finish(mixed(text, begin(start)))

const begin = ([a, b, c, d]: Seed): Seed => [
  a ^ 0x811c9dc5,
  b ^ 0x9e3779b9,
  c ^ 0x7f4a7c15,
  d ^ 0x94d049bb,
]

/** Mixing one text after another is as good as mixing both in one. */
function mixed(text: string, start: Seed): Seed {
  let [a, b, c, d] = start
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
    c = Math.imul(c ^ code, 0xc2b2ae35)
    d = Math.imul(d ^ code, 0x27d4eb2f)
  }
  return [a, b, c, d]
}

const finish = ([a, b, c, d]: Seed): Seed => [
  avalanche(a ^ d),
  avalanche(b ^ a),
  avalanche(c ^ b),
  avalanche(d ^ c),
]

/** murmur3's 32-bit finaliser: flips every output bit with probability 1/2 per input bit. */
function avalanche(word: number): number {
  let x = word
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) | 0
}
