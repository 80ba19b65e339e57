import type { AnnounceWords } from '../../state/announce.ts'
import type { SettingsWords } from '../settings.ts'
import type { SoundWords } from '../sound.ts'
import { clock, count } from '../units.ts'
import type { UpcomingWords } from '../upcoming.ts'

/** What screen readers are told, in simplified Chinese. */
export const announceZh: AnnounceWords = {
  arrived: (arrived, all) => `${count(all)} 个 Pod 中已到 ${count(arrived)} 个。`,
  machines: (n) => `${count(n)} 台机器`,
  pending: (n) => `${count(n)} 个等待中`,
  down: (n) => `${count(n)} 个中断`,
  back: (back, lost) => `${count(lost)} 个中已恢复 ${count(back)} 个`,
  lane: (title, facts) => `${title}：${facts.join('，')}。`,
  mark: (text) => `${text}。`,
  more: (n) => `还有 ${count(n)} 件事。`,
  end: '运行结束。',
}

/** What a scenario is about to do, in simplified Chinese. */
export const upcomingZh: UpcomingWords = {
  at: (time) => clock(time),
  what: {
    apply: () => '应用一项更改',
    delete: (label) => `删除 ${label}`,
    scale: (label) => `调整 ${label} 的副本数`,
    annotate: (label) => `${label} 的负载改变`,
    rollout: (label) => `滚动更新 ${label}`,
    setTraffic: (label) => `${label} 的流量改变`,
    pullPlug: (label) => `机器 ${label} 断电`,
    plugIn: (label) => `机器 ${label} 恢复供电`,
    terminate: (label) => `删除机器 ${label}`,
    cordon: (label) => `机器 ${label} 标记为不可调度`,
    uncordon: (label) => `机器 ${label} 恢复使用`,
    drain: (label) => `腾空机器 ${label}`,
    killRandom: () => '随机一台机器断电',
    addMachine: () => '增加一台机器',
    setPolicy: (label) => `换用另一种策略：${label}`,
    acknowledgePager: () => '关掉寻呼机的铃声',
    reclaim: (label) => `云平台要收回机器 ${label}`,
    controlPlane: (label) => (label === 'up' ? '控制平面恢复' : '控制平面停止'),
  },
}

/** Settings, and what the browser keeps, in simplified Chinese. */
export const settingsZh: SettingsWords = {
  title: '设置和你的数据',
  languageHint: 'Kubernetes 自己输出的内容保持英文。',
  announcements: '给屏幕阅读器的播报',
  announcementsHint: '播报运行中发生的事，不打断朗读。',
  howMany: { all: '全部', fewer: '较少：出了什么问题，什么恢复了', off: '关闭' },
  data: '这个浏览器保存的内容',
  dataHint: '除非你导出，否则都不会离开这个浏览器。',
  kept: {
    run: (title) => `你上次的运行：${title}`,
    earlierRun: (title) => `更早的运行：${title}`,
    open: '继续',
    openNamed: (title) => `继续：${title}`,
    texts: (n) => `编辑器的 ${count(n)} 份文本`,
    lessons: (n) => `开始了 ${count(n)} 节课`,
    rounds: (n) => `玩了 ${count(n)} 局`,
    settings: '你的设置',
    other: (n) => `其他 ${count(n)} 项`,
    nothing: '目前没有。',
  },
  blocked:
    '这个浏览器不允许本页保存任何内容（隐私窗口，或存储被禁用）。一切照常，但关闭页面后就没有了：请把运行保存为文件。',
  export: '导出为文件',
  import: '导入文件',
  clear: '全部清除',
  sureClear: '全部清除吗？',
  sureImport: (name) => `全部替换为 ${name} 中的内容吗？`,
  yes: { clear: '是，清除', import: '是，替换' },
  no: '否',
  cleared: '已清除。离开页面之前可以找回。',
  imported: '已导入。离开页面之前可以找回原来的内容。',
  undo: '找回',
  undone: '已恢复原样。',
  problems: {
    tooLarge: '这个文件太大，不会是 Podfall 导出的。',
    noData: '这个文件不是 Podfall 导出的。',
    newer: '这个文件由更新的 Podfall 导出。请重新加载页面以获得新版本。',
    unreadable: '无法读取这个文件。',
    refused: '浏览器没有空间了。一切保持原样。',
  },
  notKept: '浏览器没有空间保存你的运行，或不允许本页保存：关闭页面后就没有了。请保存为文件。',
  save: '分享 …',
}

/** Sound, in simplified Chinese. */
export const soundZh: SoundWords = {
  title: '声音',
  switch: '为发生的事播放轻柔的提示音，也可以按 S 键',
  hint: '方块落下、机器宕机、寻呼机响起、Job 完成、一切恢复正常。你没有要求之前，页面保持安静。',
  reduced: '你的系统要求减少动态效果：由字幕和提示代替声音。',
  none: '这个浏览器不能发声。',
  on: '声音已打开',
  off: '声音已关闭',
}
