import type { Refusal } from '../domain/basics/result.ts'

const UNREACHABLE =
  /UNAVAILABLE|ECONNREFUSED|Failed to connect|DEADLINE_EXCEEDED|TransportError|Unexpected error while making gRPC/

/** A call that found no server, as people are told of it wherever it happens; null: it is something else. */
export function unreachable(error: unknown): Refusal | null {
  const { name = '', message = '', cause } = (error ?? {}) as Partial<Error> & { cause?: Partial<Error> }
  return UNREACHABLE.test(`${name} ${message} ${cause?.message ?? ''}`)
    ? {
        code: 'SERVER_UNREACHABLE',
        message: '现在连不上 Temporal 服务：可以查看，暂不能办理',
        remedy: '稍后再试；由管理员运行 npx duban doctor 检查，或用 npx duban up 启动',
      }
    : null
}
