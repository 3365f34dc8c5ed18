import { aboutType } from '#platform/files/rules.ts'

/** Under a file: what it is, where its name tells people nothing. */
export function AboutFile({ type }: { type: string | null }) {
  const about = aboutType(type)
  return about ? <p className="help mt-0.5 max-w-[46rem]">{about}</p> : null
}
