/** A function that makes its result when it is first asked for, and gives the same one ever after. */
export function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return async () => {
    made ??= make();
    return await made;
  };
}
