import type { Context } from 'hono'
import type { From } from '../accounts/audit.ts'
import type { Oidc } from '../accounts/oidc.ts'
import type { Principal } from '../accounts/roles.ts'
import type { Session } from '../accounts/sessions.ts'
import type { Office } from '../client/office.ts'
import type { Db } from '../records/db.ts'
import type { Scan } from '../security/scan.ts'
import type { WebMetrics } from './metrics.ts'
import type { Quota } from './quota.ts'
import type { Rates } from './rates.ts'

/** What every page and answer is made from. */
export interface WebDeps {
  readonly duban: Office
  readonly db: Db
  /** Key with which signed-in people's acts are sealed (accounts/seal.ts). */
  readonly sealKey: string
  /** Reached over TLS, by itself or through a proxy: cookies are then `__Host-` and Secure. */
  readonly tls: boolean
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  readonly proxies: readonly string[]
  /** Office, 签发 and administrators do nothing before they have a second factor. Absent: it is offered. */
  readonly factor?: boolean
  /** 演示账户 may be: the pages are reached from this machine alone. Absent: they may not. */
  readonly demo?: boolean
  /** 单点登录, where it is set up. */
  readonly oidc?: Oidc | null
  /** The office's scanner of what is uploaded; absent: none is set up. */
  readonly scan?: Scan | null
  /** How much may be uploaded; absent: as docs/security.md says. */
  readonly quota?: Quota
  /** What is counted of this process; absent: nothing. */
  readonly metrics?: Pick<WebMetrics, 'watch'>
  /** Requests a minute; absent: as docs/api.md says. */
  readonly rates?: Rates
  /** Temporal's own web UI, for those who run the system. */
  readonly temporalUi: string | null
}

export interface WebEnv {
  Variables: {
    readonly requestId: string
    readonly from: From
    readonly session: Session | null
    readonly principal: Principal | null
    /** Code of the refusal that is the answer. */
    refused?: string
  }
}

export type C = Context<WebEnv>
