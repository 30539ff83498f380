/** Picks objects of a kind for which a condition holds. */
export const is =
  (kind, condition = () => true) =>
  (object, context) =>
    object.kind === kind && condition(object, context);

/** The containers of a workload. */
export const containers = (object) => object.spec?.template?.spec?.containers ?? [];
