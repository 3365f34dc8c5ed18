import { Segments } from '#platform/web/form.tsx'
import { importances, importanceWords } from '#prioritize/requests/rules.ts'

/** How much it matters to who said it, 0 to 3. */
export function ImportanceField({ value, onChange }: { value: number; onChange(value: number): void }) {
  return (
    <div className="form-row items-start">
      <span className="lb">How much it matters to them</span>
      <Segments
        label="How much it matters to them"
        value={String(value)}
        onChange={(next) => onChange(Number(next))}
        options={importances.map((one) => ({ value: String(one), label: String(one) }))}
      />
      <p className="help" aria-live="polite">
        {value}: the customer {importanceWords[value as 0]}.
      </p>
    </div>
  )
}
