import type { ShareWords } from '../share.ts'
import { clock, count } from '../units.ts'

/** Links, pictures and films in simplified Chinese. */
export const shareZh: ShareWords = {
  title: '分享这次运行',
  open: '分享',
  subtitle: '打开它的人得到同样的场景、同样的修改和命令、同样的结果。',
  link: '链接',
  moment: (at) => `从现在所在的 ${clock(at)} 开始`,
  copy: '复制链接',
  copied: '已复制。',
  copyDenied: '浏览器不允许本页复制。链接已选中：请用键盘复制。',
  codeDenied: '浏览器不允许本页复制。请选中代码，用键盘复制。',
  making: '正在生成链接 …',
  qr: '链接的二维码',
  qrTooLong: (length) => `链接有 ${count(length)} 个字符，太长，做不成二维码。`,
  long: (length) => `链接有 ${count(length)} 个字符。聊天软件和邮件可能会截断它：用文件更稳妥。`,
  earlier: (title, commands) =>
    commands === 0
      ? `你上次的运行还在：${title}。`
      : `你上次的运行还在：${title}，有 ${count(commands)} 个命令。`,
  goOn: '继续它',
  file: '保存为文件',
  embed: '嵌入网页',
  embedAutoplay: '立即播放',
  embedControls: '显示控制条',
  embedSpeed: '速度',
  embedStart: '开始于（秒）',
  embedEnd: '结束于（秒）',
  embedBackwards: '结束早于开始：将播放到运行自己的结尾。',
  embedCode: '嵌入代码',
  embedCopy: '复制代码',
  openInPodfall: '在 Podfall 中打开',
  png: '图片（PNG）',
  svg: '图片（SVG）',
  video: {
    title: '视频（WebM）',
    from: '从第几秒',
    to: '到第几秒',
    make: '制作视频',
    progress: '视频制作进度',
    cancel: '取消',
    cancelled: '没有制作视频。',
    done: (bytes) => `视频已做好：${count(Math.max(1, Math.round(bytes / 1_000)))} kB。`,
    problems: {
      unable:
        '这个浏览器不能制作视频：它没有 WebCodecs。当前版本的 Chrome、Edge、Firefox 或 Safari 都有。',
      tooLong: '视频最长十分钟。请选短一些的片段，或更高的速度。',
      refused: '这次运行不能再次播放。',
      failed: '无法制作视频。',
    },
  },
  pictureFailed: '这个浏览器无法绘制图片。',
  pictureFoot: (title, at) => `Podfall · ${title} · ${at}`,
  moreMachines: (n) => `还有 ${count(n)} 台机器`,
  problems: {
    damaged: (where) =>
      `这个链接已损坏或被截断${where === undefined ? '' : `：其中“${where}”的内容没有意义`}。`,
    leftOut: (parts) => `地址中有一部分没有意义，已被忽略：${parts}。`,
    newer: '这个链接由更新的 Podfall 生成。请重新加载页面以获得新版本。',
    tooLarge: '这个链接展开后超过了页面能容纳的大小。',
    unknown: (name) => `这里没有场景“${name}”。`,
    unknownLesson: (name) => `这里没有课程“${name}”；这是第一课。`,
    refused: (why) => `这个链接的场景无法播放：${why}`,
  },
}
