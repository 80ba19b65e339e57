import { during } from './idle.ts'
import type { Session } from './session.ts'
import { usePlayback } from './stores.ts'

/** Fetched when somebody marks something. */
const marking = () => during('coming', import('../branches/marking.ts'))

/** Marks the moment of the press, whatever is shown when the code for it has come. */
export async function mark(session: Session): Promise<void> {
  const at = Math.floor(usePlayback.getState().playhead)
  const { addBookmark } = await marking()
  addBookmark(session, at)
}

/** To the bookmark before (-1) or after (1) the moment that is shown. */
export function jumpToMark(session: Session, direction: -1 | 1): void {
  void marking().then(({ jump }) => jump(session, direction))
}
