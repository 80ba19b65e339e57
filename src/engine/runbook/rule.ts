/**
 * Which machine the one-click runbook names for the k-th placement: the next in the list, round
 * and round, over the machines that the lane has at that moment.
 *
 * @param placement counts from 0
 * @param machines how many machines the lane has; at least 1
 * @returns an index into the list of machines
 */
export function nextInLine(placement: number, machines: number): number {
  return placement % machines
}

/**
 * The same walk by a person, who looks where they go: starting with the next machine in the list,
 * the indexes in the order in which they are tried.
 */
export function walkFrom(placement: number, machines: number): readonly number[] {
  return Array.from({ length: machines }, (_, step) => (placement + step) % machines)
}
