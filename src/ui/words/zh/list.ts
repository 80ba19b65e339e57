/** `web、api 和 db`; the names are in Latin letters, which stand apart from Chinese ones. */
export function and(list: readonly string[]): string {
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join('、')} 和 ${list.at(-1)}`
}
