//! Faults that only Qince's answers can have.

use crate::fault_text::FaultText;

pub(crate) const CUT_DATA: FaultText = FaultText {
    text: "cut-data",
    en: "The document in response_data ends in the middle, the envelope is whole. Qince only; the call was carried out",
    zh: "response_data 中的内容被截断，外层完整；仅勤策，调用已执行",
};

pub(crate) const WRONG_MSG_ID: FaultText = FaultText {
    text: "wrong-msg-id",
    en: "The answer names the msg_id of another call. Qince only; the call was carried out",
    zh: "应答中的 msg_id 属于另一次调用；仅勤策，调用已执行",
};

pub(crate) const ROWS_REPEATED: FaultText = FaultText {
    text: "rows-repeated",
    en: "Every page but the first begins with the last row of the page before, again. The three paged operations of Qince; the state is untouched",
    zh: "除第一页外，每页以前一页的最后一行开头（重复）；仅勤策三个分页接口，状态不变",
};

pub(crate) const ROWS_SHIFTED: FaultText = FaultText {
    text: "rows-shifted",
    en: "Every page but the first lacks its first row and ends with one more, as if an earlier row had left the list. As before",
    zh: "除第一页外，每页缺少第一行、末尾多一行，如同前面有一行离开了列表；同上",
};
