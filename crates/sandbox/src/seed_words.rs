//! The words of the seeded names.

pub(crate) const CITIES: &[&str] = &[
    "南京", "合肥", "杭州", "苏州", "武汉", "成都", "广州", "西安", "长沙", "青岛", "厦门", "郑州",
];
pub(crate) const PLACES: &[&str] =
    &["雨花", "鼓楼", "滨江", "江北", "高新", "城西", "湖滨", "新街口", "大学城", "火车站"];
pub(crate) const SHOPS: &[&str] = &[
    "惠民超市",
    "利群便利店",
    "永辉烟酒行",
    "晨光商行",
    "二级经销商",
    "福满多副食店",
    "同乐茶馆",
    "家家乐超市",
];
pub(crate) const PRODUCTS: &[&str] = &[
    "茉莉花茶500ml",
    "冰红茶1L",
    "乌龙茶无糖500ml",
    "柠檬茶250ml",
    "鸡蛋味煎卷盒装喜铺专销系列@40x32g",
    "花生牛轧糖袋装",
    "矿泉水550ml",
    "酸梅汤1.5L",
    "绿豆糕礼盒",
    "燕麦曲奇200g",
    "凤梨酥12枚装",
    "黑芝麻糊600g",
];
pub(crate) const UNITS: &[&str] = &["箱", "瓶", "盒", "袋"];
pub(crate) const BRANDS: &[&str] = &["清源", "徐家铺子", "山水间", "老茶客"];
pub(crate) const PRODUCT_TYPES: &[&str] = &["茶饮料", "糖果糕点", "饮用水", "礼盒"];
pub(crate) const LEVELS: &[&str] = &["A", "B", "C", "D"];
pub(crate) const CUSTOMER_TYPES: &[&str] = &["便利店", "腻子专柜店", "陶瓷店", "茶馆", "批发部"];
pub(crate) const DEPARTMENTS: &[&str] = &["华东大区", "华南大区", "华中大区", "西部大区"];
pub(crate) const LABELS: &[&str] = &["重点客户", "新客户", "冷柜客户"];
pub(crate) const DISTRICTS: &[&str] = &["江苏", "安徽", "浙江", "湖北", "四川"];
pub(crate) const OCCASIONS: &[&str] =
    &["春茶节", "开学季", "国庆", "双十一", "年货节", "店庆", "夏日冰饮", "会员日"];
pub(crate) const AGREEMENTS: &[&str] =
    &["陈列协议", "冷柜投放协议", "季度返利协议", "新品铺货协议", "年度销量协议", "堆头协议"];
pub(crate) const SUPPLIERS: &[&str] = &["南京清源商贸", "合肥徐家铺子分销", "武汉山水间物流"];
pub(crate) const DRINKS: &[&str] =
    &["茉莉奶绿", "杨枝甘露", "珍珠奶茶", "芝士葡萄", "柠檬红茶", "龙井轻乳茶"];
pub(crate) const EXTENSION_KEYS: &[&str] = &["业务员", "活动渠道", "备注说明"];
pub(crate) const PEOPLE: &[&str] = &["王芳", "李强", "张敏", "刘洋", "陈静"];
