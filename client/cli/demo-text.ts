import { type DemoPlaces, makeDemo } from '../../accounts/demo.ts'
import type { Db } from '../../records/db.ts'

const LOCAL_URL = /^http:\/\/127\.0\.0\.1:/

/** The rehearsed year as each role sees it: a link a role, printed here and nowhere kept; null: there are none. */
export async function demoText(db: Db, url: string, places: DemoPlaces): Promise<string | null> {
  if (!LOCAL_URL.test(url)) return null
  const links = await makeDemo(db, places)
  if (links.length === 0) return null
  return [
    '看演练的一年（演示账户，各有一个只能用一次的链接，只在这台机器上打得开）',
    ...links.map(({ name, unit, code }) => `  ${name}${unit ? `（${unit}）` : ''}  ${url}/demo?code=${code}`),
  ].join('\n')
}
