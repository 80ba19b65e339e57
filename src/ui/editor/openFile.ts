import type { CheckResult } from '../../engine/protocol.ts'
import { editorWords as words } from '../words/editor.ts'
import { readFile } from './files.ts'
import { LARGEST_TEXT } from './host.ts'
import { asYaml } from './jsonFile.ts'
import { type EditorSession, mistake } from './session.ts'

/**
 * Opens a file that a person has chosen or dropped. One with a Scenario document starts a run of its
 * own; ordinary manifests are added to the text at hand.
 */
export async function openFile(
  session: EditorSession,
  file: File,
  check: (text: string) => Promise<CheckResult>,
): Promise<void> {
  const opened = await readFile(file)
  if (!opened.ok) {
    session.say({ type: 'failed', text: opened.sentence })
    return
  }
  const text = await asYaml(opened.text)
  if (text.length > LARGEST_TEXT) {
    const sentence = words.fileMakesTooBig(file.name, text.length, LARGEST_TEXT)
    session.say({ type: 'failed', text: sentence })
    return
  }
  let result: CheckResult
  try {
    result = await check(text)
  } catch {
    session.say({ type: 'failed', text: words.checkFailed })
    return
  }
  if (result.hasScenario) {
    await session.open(text, file.name)
    return
  }
  const length = session.getText().length + text.length
  if (length > LARGEST_TEXT) {
    const sentence = words.fileMakesTooBig(file.name, length, LARGEST_TEXT)
    session.say({ type: 'failed', text: sentence })
    return
  }
  const openAnyway = () => session.append(text)
  if (result.diagnostics.some(({ severity }) => severity === 'error')) {
    const reason = words.fileNotLoaded(file.name, mistake(result.diagnostics))
    session.say({ type: 'refused', text: reason, openAnyway })
    return
  }
  openAnyway()
  session.say({ type: 'done', text: words.fileAppended(file.name) })
}
