import type { Command } from '../../../engine/protocol.ts'
import type { BranchWords } from '../branches.ts'
import { clock, count } from '../units.ts'
import { pageZh } from './page.ts'

/** What a command did, as short as a list needs it. */
function commandText(command: Command): string {
  switch (command.type) {
    case 'apply':
      return '应用了文本'
    case 'pullPlug':
      return `拔掉机器 ${command.machine} 的插头`
    case 'plugIn':
      return `插回机器 ${command.machine} 的插头`
    case 'killRandom':
      return '随机拔了一个插头'
    case 'addMachine':
      return '增加了一台机器'
    case 'setPolicy':
      return `策略：${pageZh.policy.names[command.policy] ?? command.policy}`
    case 'controlPlane':
      return command.up ? '控制平面恢复' : '控制平面停止'
    case 'acknowledgePager':
      return '关掉了寻呼机的铃声'
    case 'scale':
      return `${command.name} 的副本数改为 ${count(command.replicas)}`
    case 'rollout':
      return `滚动更新 ${command.name}：${command.action}`
    case 'setTraffic':
      return `${command.name} 每秒发送 ${count(command.requestsPerSecond)} 个`
    case 'terminate':
    case 'cordon':
    case 'uncordon':
    case 'drain':
    case 'reclaim':
      return `${command.type} 机器 ${command.machine}`
    case 'delete':
    case 'annotate':
      return `${command.type} ${command.kind} ${command.name}`
  }
}

/** Branches, bookmarks and comparing in simplified Chinese. */
export const branchesZh: BranchWords = {
  button: (branches, bookmarks) =>
    [
      branches > 1 ? `${count(branches)} 个分支` : '',
      bookmarks > 0 ? `${count(bookmarks)} 个书签` : '',
    ]
      .filter(Boolean)
      .join('，') || '分支和书签',
  branches: '分支',
  bookmarks: '书签',
  none: '回到之前，做点别的：原来的会作为分支留在这里。',
  noBookmarks: 'B 标记当前时刻；[ 和 ] 在书签之间跳转。',
  mark: '标记此刻',
  marked: (at) => `已标记 ${clock(at)}。`,
  time: (at) => clock(at),
  bookmark: ({ at, name }) => (name === '' ? clock(at) : name),
  goTo: (name) => `跳到 ${name}`,
  rename: (name) => `重命名 ${name}`,
  remove: (name) => `移除 ${name}`,
  newName: (name) => `${name} 的新名称`,
  switchTo: (name) => `在 ${name} 中继续`,
  current: '正在显示',
  compare: '比较',
  compareWith: (name) => `与 ${name} 比较`,
  removed: (name) => `已移除 ${name}。`,
  undo: '撤销',
  did: (command, at, more) =>
    `${clock(at)} ${commandText(command)}${more > 0 ? `，另有 ${count(more)} 个` : ''}`,
  nothing: '没有任何操作',
  nothingMore: (at) => `${clock(at)} 之后没有操作`,
  bar: '两个分支并排',
  lane: '哪一边',
  first: (at) => `第一个不同在 ${clock(at)}：`,
  decision: (at) => `第一个不同的决定在 ${clock(at)}：`,
  same: '这一边没有不同。',
  show: '显示',
  nothingThere: '无',
  elsewhere: (n) => (n === 0 ? '每个 Pod 都在同样的位置' : `${count(n)} 个 Pod 不在同样的位置`),
  down: (sides) => `中断的应用：${sides.map(({ name, apps }) => `${name} ${apps}`).join(' · ')}`,
  differing: '不在同样位置的 Pod',
  pod: 'Pod',
  notThere: '—',
  waits: '等待',
  end: '结束比较',
  happened: (happening) => {
    switch (happening.type) {
      case 'mark':
        return pageZh.playback.marker[happening.mark](happening.label)
      case 'decision':
        return `${happening.pod} → ${happening.node ?? '没有机器'}`
      case 'event':
        return `${happening.reason} ${happening.object}`
    }
  },
}
