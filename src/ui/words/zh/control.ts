import type { ControlWords } from '../control.ts'
import { clock, count } from '../units.ts'
import type { UseWords } from '../uses.ts'

/** Workloads, Services and logs in simplified Chinese. */
export const controlZh: ControlWords = {
  lane: '哪个集群',
  namespace: '命名空间',
  allNamespaces: '所有命名空间',
  loading: '请稍候 …',
  workloads: {
    list: '工作负载',
    empty: '这个集群没有工作负载。',
    ready: (ready, wanted) => `${count(ready)}/${count(wanted)} 就绪`,
    jobs: (done, wanted) => `${count(done)}/${count(wanted)} 完成`,
    active: (n) => `${count(n)} 个 Job 在运行`,
    idle: '等待',
    schedule: (schedule) => `时间表 ${schedule}`,
    lastRun: (at) => `上次 ${clock(at)}`,
    paused: '已暂停',
    suspended: '已挂起',
    revisions: (list) =>
      list.map(({ revision, pods }) => `修订版本 ${revision}：${count(pods)} 个 Pod`).join('，'),
    rollout: (name, list, paused) =>
      `${name}${paused ? '，滚动更新已暂停' : ''}：${list
        .map(({ revision, pods }) => `修订版本 ${count(revision)} 的 ${count(pods)} 个`)
        .join('，')}`,
    fewer: (name) => `${name} 减少一个副本`,
    more: (name) => `${name} 增加一个副本`,
    pause: '暂停',
    resume: '继续',
    undo: '撤销',
    undoTo: (revision) => `回到修订版本 ${revision}`,
    restart: '重启',
    autoscalers: '自动扩缩',
    autoscaler: (replicas, min, max) =>
      `${count(replicas)} 个 Pod，可以是 ${count(min)} 到 ${count(max)} 个`,
    budgets: '干扰预算',
    budget: (allowed, healthy, desired) =>
      `健康 ${count(healthy)} 个，至少要 ${count(desired)} 个；${
        allowed === 0 ? '现在一个都不能走' : `现在可以走 ${count(allowed)} 个`
      }`,
    refused: (n) => `到目前为止拒绝了 ${count(n)} 次驱逐`,
    quotas: '配额',
    usage: '每个容器的请求量和使用量',
    usageColumns: ['容器', '资源', '请求', '使用', '建议'],
    quota: (used, hard) => `${used} / ${hard}`,
  },
  services: {
    list: 'Service',
    empty: '这个集群没有 Service。',
    headless: '没有自己的地址',
    external: '另一个名称',
    ready: (n) => `${count(n)} 个端点就绪`,
    notReady: (n) => `${count(n)} 个未就绪`,
    none: '没有谁向它发送请求。',
    senders: '发送方',
    rate: (n) => `${count(n)}/秒`,
    answered: (n) => `已应答 ${count(n)}`,
    failed: (n) => `失败 ${count(n)}`,
    failure: (reason, n) => `${reason} ${count(n)}`,
    latency: (p50, p99) => `p50 ${count(p50)} ms，p99 ${count(p99)} ms`,
    versions: '应答的版本',
    ofAllAnswers: '从开始以来的所有应答中：',
    lastSecond: (failed, sent) => `最近一秒 ${count(sent)} 个中失败 ${count(failed)} 个`,
    version: (version, share) => `${version} ${share}`,
    traffic: (name) => `${name} 每秒的请求数`,
    perSecond: (n) => `每秒 ${count(n)} 个请求`,
  },
  logs: {
    list: '日志，最早的在前',
    empty: '所选的 Pod 都还没有写日志。',
    selector: '标签，例如 app=web',
    follow: '跟随',
    followHint: '停留在最新一行',
    only: (pod) => `只看 ${pod}`,
    all: '所有 Pod',
  },
}

/** What pods and machines use, in simplified Chinese. */
export const usesZh: UseWords = {
  asks: '请求',
  uses: '使用',
  of: (amount, all, unit) => `${amount}/${all} ${unit}`,
  short: (amounts) => `使用 ${amounts}`,
  shortOf: (used, limit) => `${used}/${limit}`,
  nothing: '没有请求',
  pod: (amounts) => `使用 ${amounts}。`,
  podLimited: (amounts, limits) => `使用 ${amounts}；上限 ${limits}。`,
  container: (name, amounts) => `${name}：${amounts}`,
  containerLimited: (name, amounts, limits) => `${name}：${amounts}，上限 ${limits}`,
  order: {
    BestEffort: 'BestEffort：内存用尽时最先离开的之一。',
    beyond: 'Burstable，超过请求：内存用尽时较早离开。',
    within: 'Burstable，未超过请求：内存用尽时较晚离开。',
    Guaranteed: 'Guaranteed：内存用尽时最后离开。',
  },
}
