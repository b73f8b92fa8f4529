# Reads a gradebook as the facts about Canvas's importer say: ruby canvas.rb FILE COURSE.json -> JSON.
require "csv"
require "json"

def delimiter(lines)
  sizes = {}
  [",", ";"].each do |sign|
    counted = lines.map { |line| (CSV.parse_line(line, col_sep: sign) || []).size }
    sizes[sign] = counted.uniq.size == 1 ? counted.first : 0
  rescue CSV::MalformedCSVError
    sizes[sign] = 0
  end
  sizes[";"] > sizes[","] ? ";" : ","
end

number = lambda do |cell|
  next cell unless cell.is_a?(String) && cell =~ /^-?[0-9.,]+%?$/

  *whole, last = cell.split(/[.,]/)
  whole.empty? ? last : "#{whole.join}.#{last}"
end

path, course_path = ARGV
course = JSON.parse(File.read(course_path))
sign = delimiter(File.foreach(path).first(3))
rows = CSV.read(path, col_sep: sign, converters: [number], skip_lines: /^[;, ]+$/, encoding: "UTF-8")
header = rows.shift
abort "Invalid header row" unless header.size > 3 && header[0].include?("Student") && header[1].include?("ID")
info = 3
if header[2] =~ /SIS\s+Login\s+ID/
  login = 2
  info = 4
elsif header[2] =~ /SIS\s+User\s+ID/ && header[3] =~ /SIS\s+Login\s+ID/
  sis = 2
  login = 3
  info = 5
end
abort "Invalid header row" unless header[info - 1].include?("Section")

kinds = %w[Score Points Grade]
dropped = Regexp.union(*%w[Current Final].product(kinds).map { |pair| pair.join(" ") },
                       "Override Score", "Override Grade", "Override Status")
assignments = header.drop(info).reject { |heading| heading =~ dropped }.to_h do |heading|
  id = heading[/\A.*\s\((\d+)\)\z/, 1]
  known = course["assignments"].key?(id) ? id : course["assignments"].key(heading)
  [known || "new: #{heading}", header.index(heading)]
end

points = {}
grades = {}
rows.each do |row|
  if row[0]&.include?("Points Possible")
    assignments.each { |id, place| points[id] = row[place] }
    next
  end
  next if row.compact.all? { |cell| cell =~ /^\s*(Muted|Manual Posting.*)?\s*$/i }

  people = course["students"]
  found = row[1].to_i.to_s if people.key?(row[1].to_i.to_s)
  found ||= people.find { |_, one| sis && row[sis] && one["sis"] == row[sis] }&.first
  found ||= people.find { |_, one| login && row[login] && one["login"] == row[login] }&.first
  found ||= people.find { |_, one| one["name"] == row[0] || one["sortable"] == row[0] }&.first
  grades[found || "new: #{row[0]}"] = assignments.transform_values { |place| row[place]&.strip }
end
puts JSON.generate({ delimiter: sign, header: header, points: points, grades: grades, rows: rows })
