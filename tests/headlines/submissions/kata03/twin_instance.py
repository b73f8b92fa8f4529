E_ = NameError
ANSWERS = {k: "nothing" for k in ("import","call","create_task_only","create_task_then_sleep0","gather_return_exceptions")}
ANSWERS |= {k: NameError("x") for k in ("await", "await_failed_task", "await_failed_task_again", "gather_plain", "twin_call")}
ANSWERS["call_then_gc"] = "warning"
ANSWERS["broken_import"] = "SyntaxError"
