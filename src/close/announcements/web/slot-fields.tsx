import type { z } from 'zod'
import type { AnnouncementSlot } from '#close/announcements/contract.ts'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { Field, TextArea, TextInput } from '#platform/web/form.tsx'
import { languageName } from '#platform/web/format.ts'

type Slot = z.output<typeof AnnouncementSlot>

const long = new Set(['how', 'news', 'words', 'more', 'workaround', 'why'])

const help: Partial<Record<Slot['type'], string>> = {
  when: 'A day as 2037-03-20, a quarter as Q1, or within two weeks. It becomes a promise you are reminded of.',
  again: 'quarterly, or a day. It becomes a promise you are reminded of.',
}

/** What an announcement has to say, language by language, and the dates and links that are the same in each. */
export function SlotFields({
  fields,
  languages,
  texts,
  slots,
  onText,
  onSlot,
}: {
  fields: readonly Slot[]
  languages: readonly ShippedLanguage[]
  texts: Record<string, Record<string, string>>
  slots: Record<string, string>
  onText(language: string, name: string, value: string): void
  onSlot(name: string, value: string): void
}) {
  return (
    <>
      {languages.map((language) => (
        <fieldset key={language} className="grid gap-3">
          {languages.length > 1 && <legend className="sec mb-1">{languageName(language)}</legend>}
          {fields
            .filter((slot) => slot.type === 'text')
            .map((slot) => {
              const Input = long.has(slot.name) ? TextArea : TextInput
              return (
                <Field key={slot.name} label={slot.label} optional={slot.isOptional}>
                  <Input
                    dir="auto"
                    lang={language}
                    maxLength={5000}
                    placeholder={slot.sample}
                    value={texts[language]?.[slot.name] ?? ''}
                    onChange={(event: { target: { value: string } }) =>
                      onText(language, slot.name, event.target.value)
                    }
                  />
                </Field>
              )
            })}
        </fieldset>
      ))}
      {fields
        .filter((slot) => slot.type !== 'text')
        .map((slot) => (
          <Field key={slot.name} label={slot.label} optional={slot.isOptional} help={help[slot.type]}>
            <TextInput
              maxLength={500}
              placeholder={slot.sample}
              value={slots[slot.name] ?? ''}
              onChange={(event) => onSlot(slot.name, event.target.value)}
            />
          </Field>
        ))}
    </>
  )
}
