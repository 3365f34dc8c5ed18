import { randomFrom } from '#text/train/random.ts'

/** The little linear algebra that themes need. Dense matrices are row by row in one array. */

/** A sparse matrix by rows: row r has the columns `columns[starts[r]…starts[r+1]]` with the values beside them. */
export interface Sparse {
  rows: number
  width: number
  starts: Int32Array
  columns: Int32Array
  values: Float32Array
}

/** Makes each row of a dense matrix one long; a row of zeros stays. */
export function normalizeRows(dense: Float32Array, width: number): void {
  for (let from = 0; from < dense.length; from += width) {
    let square = 0
    for (let i = from; i < from + width; i++) square += dense[i]! * dense[i]!
    const factor = square > 1e-20 ? 1 / Math.sqrt(square) : 0
    for (let i = from; i < from + width; i++) dense[i]! *= factor
  }
}

/** sparse × dense (width × k). */
function times(sparse: Sparse, dense: Float64Array, k: number): Float64Array {
  const made = new Float64Array(sparse.rows * k)
  for (let row = 0; row < sparse.rows; row++) {
    const to = row * k
    for (let i = sparse.starts[row]!; i < sparse.starts[row + 1]!; i++) {
      const from = sparse.columns[i]! * k
      const value = sparse.values[i]!
      for (let j = 0; j < k; j++) made[to + j]! += value * dense[from + j]!
    }
  }
  return made
}

/** The transpose of sparse × dense (rows × k). */
function timesTransposed(sparse: Sparse, dense: Float64Array, k: number): Float64Array {
  const made = new Float64Array(sparse.width * k)
  for (let row = 0; row < sparse.rows; row++) {
    const from = row * k
    for (let i = sparse.starts[row]!; i < sparse.starts[row + 1]!; i++) {
      const to = sparse.columns[i]! * k
      const value = sparse.values[i]!
      for (let j = 0; j < k; j++) made[to + j]! += value * dense[from + j]!
    }
  }
  return made
}

/** Makes the k columns orthonormal (modified Gram–Schmidt, twice over for accuracy); dependent ones become zero. */
function orthonormalize(dense: Float64Array, k: number): void {
  const rows = dense.length / k
  for (let j = 0; j < k; j++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < j; before++) {
        let dot = 0
        for (let r = 0; r < rows; r++) dot += dense[r * k + before]! * dense[r * k + j]!
        if (dot !== 0) for (let r = 0; r < rows; r++) dense[r * k + j]! -= dot * dense[r * k + before]!
      }
    }
    let square = 0
    for (let r = 0; r < rows; r++) square += dense[r * k + j]! ** 2
    const factor = square > 1e-12 ? 1 / Math.sqrt(square) : 0
    for (let r = 0; r < rows; r++) dense[r * k + j]! *= factor
  }
}

/** Eigenvectors (columns) and eigenvalues of a symmetric matrix by cyclic Jacobi rotations; the matrix is used up. */
function eigen(matrix: Float64Array, k: number): { vectors: Float64Array; values: Float64Array } {
  const vectors = new Float64Array(k * k)
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0
    let on = 0
    for (let i = 0; i < k; i++) {
      on += matrix[i * k + i]! ** 2
      for (let j = i + 1; j < k; j++) off += matrix[i * k + j]! ** 2
    }
    if (off <= 1e-18 * on) break
    for (let p = 0; p < k; p++) {
      for (let q = p + 1; q < k; q++) {
        const pq = matrix[p * k + q]!
        if (pq === 0) continue
        const theta = (matrix[q * k + q]! - matrix[p * k + p]!) / (2 * pq)
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        for (let i = 0; i < k; i++) {
          const a = matrix[i * k + p]!
          const b = matrix[i * k + q]!
          matrix[i * k + p] = c * a - s * b
          matrix[i * k + q] = s * a + c * b
        }
        for (let i = 0; i < k; i++) {
          const a = matrix[p * k + i]!
          const b = matrix[q * k + i]!
          matrix[p * k + i] = c * a - s * b
          matrix[q * k + i] = s * a + c * b
          const u = vectors[i * k + p]!
          const v = vectors[i * k + q]!
          vectors[i * k + p] = c * u - s * v
          vectors[i * k + q] = s * u + c * v
        }
      }
    }
  }
  return { vectors, values: Float64Array.from({ length: k }, (_, i) => matrix[i * k + i]!) }
}

/**
 * The `dimensions` strongest left singular vectors of a sparse matrix, each times its singular value to the
 * `power`: one row for each row of the matrix. Randomised range finding with two power steps (Halko, Martinsson and Tropp 2011).
 */
export function strongest(sparse: Sparse, dimensions: number, seed: number, power: number): Float32Array {
  const k = Math.min(dimensions + 10, sparse.rows, sparse.width)
  const kept = Math.min(dimensions, k)
  const random = randomFrom(seed)
  const start = Float64Array.from({ length: sparse.width * k }, () => random() + random() + random() - 1.5)
  let range = times(sparse, start, k)
  for (let step = 0; step < 2; step++) {
    orthonormalize(range, k)
    const back = timesTransposed(sparse, range, k)
    orthonormalize(back, k)
    range = times(sparse, back, k)
  }
  orthonormalize(range, k)
  const small = timesTransposed(sparse, range, k)
  const gram = new Float64Array(k * k)
  for (let r = 0; r < sparse.width; r++) {
    for (let i = 0; i < k; i++) {
      const value = small[r * k + i]!
      if (value !== 0) for (let j = 0; j < k; j++) gram[i * k + j]! += value * small[r * k + j]!
    }
  }
  const { vectors, values } = eigen(gram, k)
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b)
  const made = new Float32Array(sparse.rows * dimensions)
  for (let at = 0; at < kept; at++) {
    const column = order[at]!
    // the square of the singular value is the eigenvalue
    const scale = Math.max(values[column]!, 0) ** (power / 2)
    for (let r = 0; r < sparse.rows; r++) {
      let sum = 0
      for (let i = 0; i < k; i++) sum += range[r * k + i]! * vectors[i * k + column]!
      made[r * dimensions + at] = sum * scale
    }
  }
  return made
}
