/** Every text that the canvas shows. */
export const stageWords = {
  dead: 'dead',
  onlyFit: 'only fit',
  /** Over the rim: the lane and how much is too much. */
  over: (lane: string, amount: string) => (lane ? `${lane} +${amount}` : `+${amount}`),
  /** Which rule refused, by the plugin that said no. */
  rules: {
    TaintToleration: 'taint',
    NodeAffinity: 'affinity',
    NodeName: 'name',
    NodePorts: 'port',
    NodeUnschedulable: 'cordoned',
    PodTopologySpread: 'spread',
    InterPodAffinity: 'affinity',
    VolumeZone: 'zone',
  } as Readonly<Record<string, string>>,
  rule: 'rule',
  gained: (amounts: readonly string[]) => amounts.map((amount) => `+${amount}`).join(' '),
  more: (count: number) => `+ ${count} more`,
}
