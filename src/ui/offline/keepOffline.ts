import { Workbox } from 'workbox-window'
import { usePage } from '../state/stores.ts'

/**
 * Lets the browser keep the page, so that it starts without a network, and offers a new version when
 * one is there. Where service workers are not to be had (an old browser, a private window, plain
 * HTTP) everything works as before, with a network.
 *
 * @param reload how the page gives way to the new version
 */
export async function keepOffline(reload: () => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const workbox = new Workbox('./sw.js')
  let asked = false
  workbox.addEventListener('waiting', () => {
    usePage.setState({
      update: () => {
        asked = true
        workbox.messageSkipWaiting()
      },
    })
  })
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    // Another tab may have asked; this one is not torn away from what it shows.
    if (asked) reload()
    else if (isUpdate) usePage.setState({ update: reload })
  })
  workbox.addEventListener('activated', tellReady)
  try {
    const registration = await workbox.register({ immediate: true })
    if (registration?.active) tellReady()
  } catch {
    // As above.
  }
}

/** For whoever looks from outside: from now on the network may go. */
function tellReady(): void {
  document.documentElement.dataset.offline = 'ready'
}
