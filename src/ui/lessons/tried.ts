import { create } from 'zustand'

/**
 * What somebody lets the app of a question ask for, before they try it: by resource in base units. A
 * resource that is absent is as the app asks for it. The form and the hand on the stage share it.
 */
export const useTried = create<{ readonly amounts: Readonly<Record<string, number>> }>()(() => ({
  amounts: {},
}))

/** One press of a stepper, and the grid of a drag: half a vCPU, a GiB. */
export const STEPS: Readonly<Record<string, number>> = { cpu: 500, memory: 2 ** 30 }

/** Lets the app ask for about so much; rounded to the resource's steps, at least one of them. */
export function tryAmount(resource: string, amount: number): void {
  const step = STEPS[resource]
  if (step === undefined) return
  const rounded = Math.max(step, Math.round(amount / step) * step)
  useTried.setState(({ amounts }) => ({ amounts: { ...amounts, [resource]: rounded } }))
}
