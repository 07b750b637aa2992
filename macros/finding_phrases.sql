{# The words around the numbers of a finding, by language. {o} observed, {e} expected, {d} the distance between.
   An arithmetic that has no phrase of its own is told by its comparison. #}
{% macro finding_phrases() %}
    {{ return({
        'en': {
            'unit': 'communes of the unit',
            'base': ' (base)',
            'narrative': ' (narrative)',
            'note': ' (note)',
            'previous_year': ' (the year before)',
            'same_period_last_year': ' (a year before)',
            'corrected': ', corrected to ',
            'figures': 'Figures',
            'by_arithmetic': {
                'reference': '{o} in one place, {e} in the other',
                'whole_plan': 'no whole plan gives {o} %, the nearest gives {e} %',
                'percent_of': '{o} % is told where the figures make {e} %',
            },
            'percent_of_nothing': '{o} % is told of a whole of 0',
            'more': '{o} is more than {e} (by {d})',
            'less': '{o} is less than {e} (by {d})',
            'other': '{o} against {e} (difference {d})',
        },
        'vi': {
            'unit': 'số đơn vị hành chính cấp xã',
            'base': ' (mẫu số)',
            'narrative': ' (lời văn)',
            'note': ' (ghi chú)',
            'previous_year': ' (năm trước)',
            'same_period_last_year': ' (cùng kỳ năm trước)',
            'corrected': ', sửa thành ',
            'figures': 'Số liệu',
            'by_arithmetic': {
                'reference': 'một chỗ ghi {o}, chỗ khác ghi {e}',
                'whole_plan': 'không có số kế hoạch nguyên nào cho tỷ lệ {o}%, gần nhất là {e}%',
                'percent_of': 'báo cáo ghi {o}% trong khi tính từ các số liệu là {e}%',
            },
            'percent_of_nothing': 'báo cáo ghi {o}% trong khi tổng số là 0',
            'more': '{o} lớn hơn {e} (vượt {d})',
            'less': '{o} nhỏ hơn {e} (thiếu {d})',
            'other': '{o} so với {e} (chênh lệch {d})',
        },
    }) }}
{% endmacro %}
