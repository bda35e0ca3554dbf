import { ROLES, roleName } from '../../accounts/roles.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { Form } from '../form-body.ts'
import { W } from '../words/zh-CN.ts'
import { Field, Input } from './form.tsx'

// What an account is made of and entered by: the same fields in every form that asks for them.

interface Asks {
  readonly form: Form
  readonly refusal: Refusal | null
}

/** Login and name. @param own by whoever will have it, whose browser may fill them in */
export const WhoFields = ({ form, refusal, own = false }: Asks & { own?: boolean }) => (
  <>
    <Input
      name="login"
      label={W.setup.login}
      value={form.login}
      required
      autocomplete={own ? 'username' : undefined}
      refusal={refusal}
    />
    <Input
      name="name"
      label={W.setup.name}
      value={form.name}
      required
      autocomplete={own ? 'name' : undefined}
      refusal={refusal}
    />
  </>
)

/** A role, and the unit that it stands for. */
export const HatFields = ({ form, refusal }: Asks) => (
  <>
    <Field name="role" label={W.users.role} refusal={refusal}>
      <select id="f-role" name="role">
        {ROLES.map((role) => (
          <option value={role} selected={form.role === role}>
            {roleName(role)}
          </option>
        ))}
      </select>
    </Field>
    <Input name="unit" label={W.users.unit} hint={W.users.unitHint} value={form.unit} />
  </>
)

interface Secret {
  readonly name?: string
  readonly label?: string
  readonly hint?: string
  readonly refusal?: Refusal | null
}

/** The password that one has. */
export const OwnPassword = ({
  name = 'password',
  label = W.signIn.password,
  hint,
  refusal = null,
}: Secret) => (
  <Input
    name={name}
    type="password"
    label={label}
    hint={hint}
    required
    autocomplete="current-password"
    refusal={refusal}
  />
)

/** A password that is to be. */
export const NewPassword = ({ label, refusal = null }: Secret & { label: string }) => (
  <Input
    name="password"
    type="password"
    label={label}
    hint={W.setup.passwordHint}
    required
    autocomplete="new-password"
    refusal={refusal}
  />
)

/** A code that was printed once. */
export const PaperCode = ({ label, form, refusal }: Asks & { label: string }) => (
  <Input name="code" label={label} value={form.code} required autocomplete="off" refusal={refusal} />
)

/** 动态口令. */
export const FactorCode = ({ label = W.signIn.totp, refusal }: Pick<Secret, 'label' | 'refusal'>) => (
  <Input name="code" label={label} required autocomplete="one-time-code" refusal={refusal} />
)

/** A code that was made for somebody, shown once. */
export const GivenCode = ({ login, code }: { login: string; code: string }) => (
  <div class="notice done" role="status">
    <p>
      {W.users.codeOf(login)} <strong class="code">{code}</strong>
    </p>
    <p>{W.users.codeUse}</p>
  </div>
)
