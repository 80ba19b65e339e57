const WHY = 'as many as one Kubernetes cluster is made for'

/** What one run cannot hold, and what cannot be applied. Numbers are written with commas: `150,000`. */
export const LIMITS = {
  runArrivals: (arrivals: string, most: string) =>
    `There are ${arrivals} arrivals, but one run holds at most ${most} pods, ${WHY}.`,
  runPods: (name: string, pods: string, most: string) =>
    `${name} wants ${pods} pods, but one run holds at most ${most}, ${WHY}.`,
  runPodsInAll: (name: string, pods: string, most: string, all: string) =>
    `${name} wants ${pods} pods, but one run holds at most ${most}, ${WHY}. That would be ${all} pods in all.`,
  runNodes: (name: string, most: string) =>
    `With ${name} there would be more than ${most} nodes, the most that one run holds, ${WHY}.`,
  nothingToApply: () => 'There is no object in this text that can be applied.',
}
