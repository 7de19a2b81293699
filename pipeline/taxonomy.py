"""The closed lists of the annotation guideline (training/ANNOTATION.md) with their Chinese labels.

The Chinese labels are what summaries and pages show; records carry the English keys.
"""

from typing import Final

ENTITY_LABELS: Final = ("AGENCY", "CAMPAIGN", "DATE", "MEASURE", "QUANTITY")

RELATION_LABELS: Final = {
    "AMOUNT": "QUANTITY",
    "AGENT": "AGENCY",
    "WHEN": "DATE",
    "UNDER": "CAMPAIGN",
    "SHARES_ACTION": "MEASURE",
    "PART_OF": "MEASURE",
}
"""Relation label to the label of its child; the head is always a MEASURE."""

LEVELS: Final = {
    "ministry": "部级",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "station": "所队级",
}
AGENCY_KINDS: Final = {"police": "公安机关", "other": "其他单位"}
DATE_KINDS: Final = {
    "absolute": "确定日期",
    "holiday": "节假日",
    "campaign": "行动期间",
    "relative": "相对时间",
    "recurring": "周期时间",
}
STATUSES: Final = {"done": "已完成", "planned": "计划"}
DIRECTIONS: Final = {"up": "上升", "down": "下降", "flat": "持平"}
BASES: Final = {"yoy": "同比", "mom": "环比", "other": "其他"}
PERIODS: Final = ("day", "week", "month", "year")

MEASURE_TYPES: Final = {
    "deploy": "出动部署",
    "patrol": "巡逻巡查",
    "inspect": "检查清查",
    "rectify": "整改整治",
    "investigate": "侦查破案",
    "apprehend": "抓获羁押",
    "penalise": "查处处罚",
    "seize": "收缴扣押",
    "recover": "追赃挽损",
    "mediate": "调解化解",
    "publicise": "宣传预警",
    "serve": "服务群众",
    "rescue": "救援救助",
    "handle": "接警处置",
    "secure": "安保护航",
    "organise": "组织部署",
    "indicator": "态势指标",
    "other": "其他",
}

CATEGORIES: Final = {
    "public_order": "社会治安",
    "crime": "刑事犯罪",
    "fraud": "电信网络诈骗",
    "drugs": "禁毒",
    "cyber": "网络安全",
    "dangerous_goods": "危险物品",
    "traffic": "道路交通",
    "premises": "行业场所与消防",
    "disputes": "矛盾纠纷",
    "service": "为民服务",
    "disaster": "抢险救灾",
    "events": "活动安保",
    "stability": "维稳",
    "campus": "校园安全",
    "immigration": "出入境",
    "epidemic": "疫情防控",
    "force": "队伍与组织",
    "other": "其他",
}
