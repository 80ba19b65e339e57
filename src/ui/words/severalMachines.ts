/**
 * Says what happens to the machines that an action is for: one (`3`), or several in a row (`1–1667`, see
 * `RunInfo.actions`).
 */
export function byNumber(
  one: (label: string) => string,
  several: (label: string) => string,
): (label: string) => string {
  return (label) => (/^\d+–\d+$/.test(label) ? several : one)(label)
}
