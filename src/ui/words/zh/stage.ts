import type { StageWords } from '../stage.ts'
import { clock, count, dollars } from '../units.ts'

/** The canvas in simplified Chinese. */
export const stageZh: StageWords = {
  picture: '机器的画面：加号和减号缩放，零显示全部，方向键移动',
  zone: (name) => (name.length <= 3 ? `可用区 ${name}` : name),
  group: (spot, price) =>
    [spot && 'spot', price > 0 && `${dollars(price)}/小时`].filter(Boolean).join(' · '),
  goneAt: (time) => [`${clock(time)} 收回`, clock(time)],
  drainWaits: ['预算：等待', '等待'],
  memoryPressure: ['内存压力', '内存!', 'MEM!'],
  shapeless: (pods) => [
    `${count(pods)} 个什么都不请求`,
    `${count(pods)} 个无请求`,
    `${count(pods)} × 0`,
  ],
  noGroup: '无',
  zoomIn: '放大',
  zoomOut: '缩小',
  zoomAll: '显示所有机器',
  all: '全部',
  dead: '宕机',
  onlyFit: ['唯一放得下', '唯一'],
  over: (lane, amount) => (lane ? `${lane} +${amount}` : `+${amount}`),
  rules: {
    TaintToleration: '污点',
    NodeAffinity: '亲和性',
    NodeName: '名称',
    NodePorts: '端口',
    NodeUnschedulable: '不可调度',
    PodTopologySpread: '分布',
    InterPodAffinity: '邻居',
    VolumeZone: '可用区',
    VolumeBinding: '卷',
    VolumeRestrictions: '卷',
    NodeVolumeLimits: '卷数',
    DynamicResources: '设备',
  },
  rule: '规则',
  podsFull: 'Pod 数',
  chosen: '选中',
  leaves: '离开',
  nominated: ['已提名', '下一个'],
  guess: ['你的猜测', '猜测'],
  wouldWait: (count) => `${count} 个等待`,
  wouldGoElsewhere: (count, machines) =>
    machines.length === 1 && machines[0] !== '' ? `到 ${machines[0]}` : `${count} 个去别处`,
  gained: (amounts) => amounts.map((amount) => `+${amount}`).join(' '),
  more: (n) => `还有 ${count(n)} 个`,
  flow: {
    rate: (name, perSecond) => `${name} ${count(perSecond)}/秒`,
    perDot: (requests) => `一点代表 ${count(requests)} 个`,
    answered: (n) => `已应答 ${count(n)}`,
    version: (version, answered) => `${version}：${count(answered)}`,
    failed: (n) => `失败 ${count(n)}`,
  },
}
