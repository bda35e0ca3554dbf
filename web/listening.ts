import type { Listening, Place } from '../security/listen.ts'
import { anyFree } from '../temporal/ports.ts'

const TRIES = 5

/**
 * Listens at a place; where another program has taken its port meanwhile and nobody asked for that port, at another one.
 * @throws SecurityError SERVER_PORT_BUSY, SERVER_LISTEN
 */
export async function listenAt(
  place: Place,
  open: (place: Place) => Promise<Listening>,
  anyPort: boolean,
): Promise<Listening> {
  for (let tried = 1, port = place.port; ; tried += 1) {
    try {
      return await open({ ...place, port })
    } catch (error) {
      const busy = (error as { readonly code?: unknown }).code === 'SERVER_PORT_BUSY'
      if (!anyPort || !busy || tried === TRIES) throw error
      port = await anyFree()
    }
  }
}
