//! The providers that may have a template.

use std::sync::Arc;

use coupon_domain::{Provider, TemplateRef};

/// Of several candidates those that may have the template. One that can look a template up is asked for it: where it knows it, the
/// others are out, and where it does not, it is out itself. One that cannot be asked, or cannot answer, stays. A single candidate is
/// not asked.
pub async fn that_know_template<A>(
    candidates: Vec<(A, Arc<dyn Provider>)>,
    template: &TemplateRef,
) -> Vec<(A, Arc<dyn Provider>)> {
    let TemplateRef::Id(id) = template else { return candidates };
    if candidates.len() < 2 {
        return candidates;
    }
    let (mut known, mut open) = (Vec::new(), Vec::new());
    for (account, provider) in candidates {
        if provider.capabilities().templates_by_id.is_none() {
            open.push((account, provider));
            continue;
        }
        let ids = std::slice::from_ref(id);
        match provider.templates_by_id(ids).await {
            Ok(page) if page.rows.iter().flatten().any(|record| record.value.id == *id) => {
                known.push((account, provider));
            }
            Ok(page) if page.rows.iter().all(Result::is_ok) => {}
            Ok(_) | Err(_) => open.push((account, provider)),
        }
    }
    if known.is_empty() { open } else { known }
}
