/**
 * The JSON form of a generated type: enums become their literal values. It lets a manifest be written as plain data and
 * still be checked by the compiler against the schema of its kind.
 */
export type Plain<T> =
  T extends string ? `${T}` :
    T extends number ? (`${T}` extends `${infer N extends number}` ? N : T) :
      T extends boolean ? T :
        T extends readonly (infer U)[] ? readonly Plain<U>[] :
          T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;
