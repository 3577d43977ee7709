/** Says why an edit is not offered: making it could change more than was asked for. */
export class CannotEdit extends Error {
  override readonly name = 'CannotEdit';
}
