import type { Child } from 'hono/jsx'
import type { Preferences } from '../../accounts/preferences.ts'
import type { Principal, Role } from '../../accounts/roles.ts'
import { isAdmin, roleName } from '../../accounts/roles.ts'
import { SCRIPT, STYLE } from '../assets.ts'
import { W } from '../words/zh-CN.ts'

export interface Shell {
  readonly title: string
  readonly principal: Principal | null
  /** The page of the menu one is on. */
  readonly at?: string
  /** Today of a rehearsal that the page shows; its banner. */
  readonly rehearsal?: string | null
  /** 大屏: no menu, and with script the page asks for itself again after these seconds. */
  readonly wall?: number
  /** How long the session lasts when nobody does anything; absent: nobody is signed in. */
  readonly seconds?: number
  /** Printed across, banner and all: what stands before a change of the paper's shape would get a sheet of its own. */
  readonly across?: boolean
  /** How whoever is signed in wants it. */
  readonly preferences?: Preferences
  /** For somebody without an account: no way leads from it to the rest. */
  readonly bare?: boolean
}

const links = (principal: Principal): readonly (readonly [string, string])[] => {
  const works = principal.hats.some(({ role }) => role !== 'admin')
  const office = principal.hats.some(({ role }) => role === 'office')
  const leader = principal.hats.some(({ role }) => role === 'leader')
  return [
    ...(works
      ? ([
          ['/', W.nav.today],
          ['/plans', W.nav.plans],
          ['/measures', W.list.across],
        ] as const)
      : []),
    ...(leader ? ([['/lead', W.lead.title]] as const) : []),
    ...(office
      ? ([
          ['/review', W.nav.review],
          ['/rules', W.rules.title],
        ] as const)
      : []),
    ...(works ? ([['/search', W.search.title]] as const) : []),
    ...(isAdmin(principal)
      ? ([
          ['/admin/users', W.nav.users],
          ['/admin/system', W.system.title],
        ] as const)
      : []),
    ['/me', W.nav.me],
  ]
}

/** A role with its unit, once where both say the same. */
export const hatName = (role: Role, unit: string | null): string =>
  unit && unit !== roleName(role) ? `${unit} ${roleName(role)}` : roleName(role)

/** Who one is here: name, and the hats with their units. */
export const hatsText = ({ hats }: Principal): string =>
  hats.map(({ role, unit }) => hatName(role, unit)).join('，')

const Top = ({ shell }: { shell: Shell }) => (
  <header class="top">
    <div class="top-in">
      {shell.bare ? (
        <span class="brand">{W.product}</span>
      ) : (
        <a class="brand" href="/">
          {W.product}
        </a>
      )}
      {shell.principal && !shell.bare && (
        <>
          <nav aria-label={W.menu}>
            <ul>
              {links(shell.principal).map(([href, label]) => (
                <li>
                  <a href={href} aria-current={shell.at === href ? 'page' : undefined}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <form class="who" method="post" action="/logout">
            <span>
              {shell.principal.name}
              <span class="visually-hidden">（{hatsText(shell.principal)}）</span>
            </span>
            <button type="submit">{W.signOut}</button>
          </form>
        </>
      )}
    </div>
  </header>
)

const sizeOf = ({ preferences }: Shell) =>
  preferences === undefined || preferences.textSize === 'usual' ? undefined : preferences.textSize

/** The frame of every page: reads and works without script, at 320 px and from the keyboard. */
export const Layout = ({ shell, children }: { shell: Shell; children?: Child }) => (
  <html lang="zh-CN" data-text={sizeOf(shell)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="renderer" content="webkit" />
      <title>{`${shell.title} - ${W.product}`}</title>
      <link rel="stylesheet" href={STYLE.path} />
      <link rel="icon" href="data:," />
      {!shell.bare && <script src={SCRIPT.path} defer></script>}
      {shell.bare && <meta name="robots" content="noindex, nofollow" />}
      {shell.bare && <meta name="referrer" content="no-referrer" />}
    </head>
    <body
      class={shell.across ? 'wide-sheet' : undefined}
      data-keys={shell.preferences?.keys === false ? 'off' : undefined}
    >
      <a class="skip" href="#main">
        {W.skip}
      </a>
      {shell.wall === undefined && <Top shell={shell} />}
      {shell.rehearsal && (
        <aside class="rehearsal" aria-label={W.plans.rehearsal}>
          <p>{W.rehearsal(shell.rehearsal)}</p>
        </aside>
      )}
      <main id="main" class={shell.wall === undefined ? undefined : 'wall-main'}>
        {children}
      </main>
      {shell.wall !== undefined && <live-region data-every={shell.wall} />}
      {shell.seconds !== undefined && <session-guard data-seconds={shell.seconds} />}
    </body>
  </html>
)
