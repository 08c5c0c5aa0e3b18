/** `sum += await one()` reads the sum before it waits: whatever is added meanwhile is lost. */
export const noAwaitWithinUpdate = {
  selector: 'AssignmentExpression[operator=/^[^=?|&]/] AwaitExpression',
  message: 'What is added meanwhile is lost: await into a constant first, then add it.',
};
