import { type Light, lightName } from '../../domain/supervision/names.ts'

const SHAPES: Readonly<Record<Light, string>> = { red: '●', yellow: '▲', green: '■', grey: '○' }

/** 灯: by shape, word and colour, so that it reads in print and without colours. */
export const LightMark = ({ light }: { light: Light }) => (
  <span class={`light light-${light}`}>
    <span aria-hidden="true">{SHAPES[light]} </span>
    {lightName(light)}
  </span>
)

/** A date as people read it, with its weekday where that matters. */
export const Day = ({ on }: { on: string | null | undefined }) =>
  on ? <time datetime={on}>{on}</time> : <span class="quiet">—</span>
