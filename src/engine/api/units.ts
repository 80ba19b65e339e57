/** Branded numbers, so that a unit cannot be mistaken for another one. */

declare const unit: unique symbol
type Unit<Name extends string> = number & { readonly [unit]?: Name }

/** Simulated time in whole milliseconds since the start of the run; 0 or more. */
export type Millis = Unit<'ms'>
/** CPU in thousandths of a vCPU. */
export type Millicores = Unit<'millicores'>
/** Memory or storage in bytes. */
export type Bytes = Unit<'bytes'>

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60_000
