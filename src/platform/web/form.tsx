import {
  type ComponentProps,
  cloneElement,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
} from 'react'

interface FieldProps {
  label: string
  help?: ReactNode
  error?: string
  /** The one control: TextInput, Select, TextArea, or any element that takes `id` and aria attributes. */
  children: ReactElement<Record<string, unknown>>
  optional?: boolean
}

/** A labelled control with its help and what is wrong with it. */
export function Field({ label, help, error, children, optional }: FieldProps) {
  const id = useId()
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="form-row">
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted font-normal"> (optional)</span>}
      </label>
      {cloneElement(children, {
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p className="err" id={`${id}-error`}>
          {error}
        </p>
      )}
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

/** A line of text, a number, an address, a date. */
export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input className={`field ${className}`} autoComplete="off" {...rest} />
}

/** A calendar date, as "2026-11-23". */
export function DateInput(props: ComponentProps<'input'>) {
  return <TextInput type="date" {...props} />
}

/** Several lines of text. */
export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={`field ${className}`} {...rest} />
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; label: string }[]
}

/** One of a few. For many, use Picker. */
export function Select({ options, className = '', ...rest }: SelectProps) {
  return (
    <select className={`field ${className}`} {...rest}>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  )
}

interface ChoiceProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: ReactNode
  help?: ReactNode
}

/** A tick box with its words. */
export function Checkbox({ label, help, ...rest }: ChoiceProps) {
  return (
    <label className="choice">
      <input type="checkbox" className="box" {...rest} />
      <span>
        {label}
        {help && <span className="help block">{help}</span>}
      </span>
    </label>
  )
}

/** One of several in sight, with its words. Give all of a group the same `name`. */
export function Radio({ label, help, ...rest }: ChoiceProps) {
  return (
    <label className="choice">
      <input type="radio" className="dot" {...rest} />
      <span>
        {label}
        {help && <span className="help block">{help}</span>}
      </span>
    </label>
  )
}

/** On or off at once. */
export function Switch({
  checked,
  onChange,
  label,
  disabled,
}: {
  checked: boolean
  onChange(next: boolean): void
  label: ReactNode
  disabled?: boolean
}) {
  const id = useId()
  return (
    <span className="row">
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={checked}
        aria-labelledby={id}
        disabled={disabled}
        onClick={() => onChange(!checked)}
      >
        <i />
      </button>
      <span id={id}>{label}</span>
    </span>
  )
}

/** A choice of one, all options in sight on one line. */
export function Segments<T extends string>({
  value,
  options,
  onChange,
  label,
}: {
  value: T
  options: readonly { value: T; label: string }[]
  onChange(next: T): void
  label: string
}) {
  const name = useId()
  return (
    <fieldset className="seg" aria-label={label}>
      {options.map((one) => (
        <label key={one.value}>
          <input
            type="radio"
            className="vh"
            name={name}
            checked={one.value === value}
            onChange={() => onChange(one.value)}
          />
          {one.label}
        </label>
      ))}
    </fieldset>
  )
}
