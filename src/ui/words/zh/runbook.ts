import type { RunbookWords } from '../runbook.ts'

const WHY_NOT: Readonly<Record<string, string>> = {
  'no more machines may be bought': '不能再买机器',
  'no machine on offer is large enough': '能买到的机器都不够大',
  'no machine is on offer': '没有机器可买',
}

/** The one-click world in simplified Chinese. */
export const runbookZh: RunbookWords = [
  [/^put on (\S+): next machine in the list$/, (machine) => `放到 ${machine}：列表中的下一台机器`],
  [
    /^(\S+) does not fit (.+): bought (\S+) \((.+)\)$/,
    (app, full, machine, type) => `${full} 放不下 ${app}：买了 ${machine}（${type}）`,
  ],
  [
    /^there is no machine for (\S+): bought (\S+) \((.+)\)$/,
    (app, machine, type) => `没有机器给 ${app}：买了 ${machine}（${type}）`,
  ],
  [
    /^(?:does not fit (.+)|there is no machine for it), and (no [a-z ]+)$/,
    (full, why = '') =>
      `${full === undefined ? '没有机器给它' : `${full} 放不下`}，而且${WHY_NOT[why] ?? why}`,
  ],
  [/^does not answer: (\d+) apps? down$/, (apps) => `没有回应：${apps} 个应用中断`],
  [/^does not answer on (\S+)$/, (machine) => `在 ${machine} 上没有回应`],
  [/^the pager rings: (\d+) apps? down$/, (apps) => `寻呼机响了：${apps} 个应用中断`],
  [
    /^a person starts to work: (\d+) apps? to put back$/,
    (apps) => `有人开始干活：要放回 ${apps} 个应用`,
  ],
  [
    /^put back by hand on (\S+) in place of (\S+) on (\S+)$/,
    (machine, old, from) => `手工放回 ${machine}，代替 ${from} 上的 ${old}`,
  ],
  [
    /^moved by hand to (\S+) in place of (\S+) on (\S+)$/,
    (machine, old, from) => `手工移到 ${machine}，代替 ${from} 上的 ${old}`,
  ],
  [
    /^no machine that is up has room, and no more machines may be bought$/,
    () => '运行中的机器都没有空间，而且不能再买机器',
  ],
  [/^removed by the deploy script$/, () => '由部署脚本移除'],
  [/^not looked at$/, () => '没有检查'],
  [/^finished$/, () => '已完成'],
]
