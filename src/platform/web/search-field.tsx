import { useEffect, useRef, useState } from 'react'
import { TextInput } from '#platform/web/form.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'

interface Props {
  id: string
  label: string
  value: string
  /** Called a moment after the last letter, and at once on Enter. */
  onChange(value: string): void
  /** `/` goes here instead of to the palette. */
  hasKey?: boolean
  maxLength?: number
  className?: string
}

/** Words to search a list for; Enter hands the keys to the list, Esc clears. */
export function SearchField({
  id,
  label,
  value,
  onChange,
  hasKey = false,
  maxLength = 200,
  className = 'w-56 max-phone:w-full',
}: Props) {
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const told = useRef(value)
  const tell = (next: string) => {
    if (next === told.current) return
    told.current = next
    onChange(next)
  }
  useKeys(
    {
      '/': {
        run: () => {
          field.current?.focus()
          field.current?.select()
        },
        label: 'Search this list',
        group: 'Lists',
      },
    },
    { enabled: hasKey },
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed counts
  useEffect(() => {
    const timer = setTimeout(() => tell(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    // the address was changed elsewhere
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  return (
    <span className={`row flex-none ${className}`}>
      <Icon name="search" small />
      <TextInput
        ref={field}
        id={id}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          } else if (event.key === 'Enter') {
            tell(text.trim())
            field.current?.blur()
          } else return
          event.preventDefault()
        }}
        maxLength={maxLength}
      />
    </span>
  )
}
