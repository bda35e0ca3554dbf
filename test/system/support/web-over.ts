import { ensureSealKey, sealed } from '../../../accounts/seal.ts'
import { Office as ClientOffice } from '../../../client/office.ts'
import { webApp } from '../../../web/app.tsx'
import type { WebDeps } from '../../../web/context.ts'
import { UNLIMITED, type Web } from '../../web/support.ts'
import type { Office } from './office.ts'

/** The web process's app over an office that runs, with its own store and the key that seals who acts. */
export async function webOver(
  { client, taskQueue, dataDir }: Office,
  more: Pick<WebDeps, 'demo'> = {},
): Promise<Web & { duban: ClientOffice }> {
  const sealKey = ensureSealKey(dataDir)
  const duban = await ClientOffice.open({
    client,
    taskQueue,
    dataDir,
    seal: (...over) => sealed(sealKey, ...over),
  })
  const how = { tls: false, proxies: [], rates: UNLIMITED, temporalUi: null }
  const app = webApp({ duban, db: duban.db, sealKey, ...how, ...more })
  return { app, duban, db: duban.db, dataDir, sealKey, close: () => duban.close() }
}
