/**
 * The names under which a measure is reached by Duban itself. 触发事件 is also what a plan hears from anyone; 现状 is the
 * query of both.
 */
export const MEASURE_NAMES = {
  advance: '推进',
  replan: '变动',
  deliver: '触发事件',
  left: '补办',
  now: '现状',
} as const
