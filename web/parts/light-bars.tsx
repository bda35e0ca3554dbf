import { type Light, lightName } from '../../domain/supervision/names.ts'
import { STANDING as T } from '../words/standing.ts'
import { List } from './list.tsx'
import { LightMark } from './marks.tsx'

export const LIGHTS = ['red', 'yellow', 'green', 'grey'] as const
export type LightCounts = Readonly<Record<Light, number>>

export interface UnitLights {
  readonly unit: string
  /** The list of its measures. */
  readonly href: string
  readonly lights: LightCounts
}

const WIDTH = 240
const HEIGHT = 14

/** One bar for one unit; the numbers stand beside it, so that it says nothing that is not written. */
const Bar = ({ lights, most }: { lights: LightCounts; most: number }) => {
  let x = 0
  return (
    <svg class="lights-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      {LIGHTS.map((light) => {
        const width = (lights[light] / Math.max(1, most)) * WIDTH
        const left = x
        x += width
        return width > 0 && <rect x={left} y="0" width={width} height={HEIGHT} class={`b-${light}`} />
      })}
    </svg>
  )
}

const sum = (lights: LightCounts): number => LIGHTS.reduce((n, light) => n + lights[light], 0)

const Count = ({ light, n, href }: { light: Light; n: number; href: string | null }) => {
  if (n === 0) return <span class="quiet">0</span>
  const shown = (
    <>
      <LightMark light={light} /> {n}
    </>
  )
  return href === null ? shown : <a href={`${href}&light=${light}`}>{shown}</a>
}

/** Units and how their measures stand, as bars with their table; `plain`: without links. */
export const LightBars = ({
  rows,
  caption,
  plain = false,
}: {
  rows: readonly UnitLights[]
  caption: string
  plain?: boolean
}) => {
  const most = Math.max(1, ...rows.map(({ lights }) => sum(lights)))
  return (
    <List
      caption={caption}
      heads={[T.unit, T.measures, ...LIGHTS.map(lightName), T.bar]}
      nowrap={[1, 2, 3, 4, 5]}
      rows={rows.map(({ unit, href, lights }) => [
        plain ? unit : <a href={href}>{unit}</a>,
        `${sum(lights)}`,
        ...LIGHTS.map((light) => <Count light={light} n={lights[light]} href={plain ? null : href} />),
        <Bar lights={lights} most={most} />,
      ])}
    />
  )
}
